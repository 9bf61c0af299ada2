"""The kokoro engine: Kokoro-82M by kokoro-onnx, with preset voices in five languages.

It lives in an environment of its own, because espeak-ng, which tells it how words sound, is under the GPL.
"""
