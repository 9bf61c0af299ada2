"""Why installers fail, by what they really wrote."""

import pytest

from core.install.failures import reason_of

PIP_OFFLINE = """
WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(': Failed to establish a new
connection: [Errno -3] Temporary failure in name resolution')': /simple/cffi/
ERROR: Could not find a version that satisfies the requirement cffi==2.1.1 (from versions: none)
ERROR: No matching distribution found for cffi==2.1.1
"""
UV_OFFLINE = """
error: Request failed after 3 retries
  Caused by: error sending request for url (https://pypi.org/simple/cffi/)
  Caused by: dns error: failed to lookup address information: Temporary failure in name resolution
"""
PIP_FULL = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
UV_FULL = "error: failed to write to file: No space left on device (os error 28)"
PIP_HASH = """
ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the
package versions, please update the hashes.
"""
PIP_NONE = """
ERROR: Could not find a version that satisfies the requirement soxr==1.1.0 (from versions: none)
ERROR: No matching distribution found for soxr==1.1.0
"""
PIP_PROXY = (
    "WARNING: Retrying after connection broken by 'ProxyError('Cannot connect to proxy.', OSError('407'))'"
)
PIP_TLS = (
    "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed'))"
)
PIP_DENIED = "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/x'"


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        (PIP_OFFLINE, "no_network"),
        (UV_OFFLINE, "no_network"),
        (PIP_FULL, "disk_full"),
        (UV_FULL, "disk_full"),
        (PIP_HASH, "hash_mismatch"),
        (PIP_NONE, "not_available"),
        (PIP_PROXY, "proxy"),
        (PIP_TLS, "certificate"),
        (PIP_DENIED, "not_permitted"),
        ("Segmentation fault", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_reason_is_recognised(output: str, kind: str) -> None:
    reason = reason_of(output.splitlines())

    assert reason.kind == kind
    assert reason.why
    assert reason.remedy
