"""What is left out of a package."""

from pathlib import Path

import pytest

import core
from core.install.prune import kept_files, prune
from core.install.sets import load_sets


@pytest.mark.parametrize(
    ("pattern", "kept", "lost"),
    [
        ("*.py", ["a.py"], ["b/a.py", "a.pyi", "a_py"]),
        ("support/**", ["support/a.py", "support/deep/b"], ["support", "supports/a"]),
        ("**/plugins/*x*", ["plugins/x", "Qt/plugins/axb.so"], ["Qt/plugins/a/x", "myplugins/x"]),
        ("lib/Core.framework/**", ["lib/Core.framework/Versions/A/Core"], ["lib/CoreX.framework/a"]),
    ],
)
def test_patterns_stay_within_their_folders(pattern: str, kept: list[str], lost: list[str]) -> None:
    expression = kept_files([pattern])

    assert [path for path in kept + lost if expression.fullmatch(path)] == kept


def test_what_is_not_kept_goes_with_its_empty_folders(tmp_path: Path) -> None:
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    files = ["Qt/a.so", "Qt/b.so", "Qt/gone/c.so", "kept.py", "__pycache__/kept.cpython-311.pyc"]
    files += ["__pycache__/gone.cpython-311.pyc", "gone.py"]
    for name in files:
        path = packages / "Big" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"12345")
    other = packages / "other" / "gone.py"
    other.parent.mkdir()
    other.touch()

    freed = prune(tmp_path, {"Big": ["kept.py", "Qt/a.so"], "Missing": ["*"]})

    left = sorted(path.relative_to(packages).as_posix() for path in packages.rglob("*") if path.is_file())
    assert left == ["Big/Qt/a.so", "Big/__pycache__/kept.cpython-311.pyc", "Big/kept.py", "other/gone.py"]
    assert not (packages / "Big" / "Qt" / "gone").exists()
    assert freed == 4 * 5


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("QtWidgets.abi3.so", True),
        ("Qt/lib/libQt6Widgets.so.6", True),
        ("Qt6Widgets.dll", True),
        ("Qt/lib/QtWidgets.framework/Versions/A/QtWidgets", True),
        ("plugins/platforms/qwindows.dll", True),
        ("Qt/plugins/platforms/libqxcb.so", True),
        ("Qt/lib/libQt6QuickTimeline.so.6", False),
        ("Qt6QuickTimeline.dll", False),
        ("Qt/lib/QtQuickTimeline.framework/Versions/A/QtQuickTimeline", False),
        ("Qt/lib/libQt6WaylandCompositor.so.6", False),
        ("Qt/lib/libQt6Lottie.so.6", False),
        ("Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", False),
        ("plugins/platforminputcontexts/qtvirtualkeyboardplugin.dll", False),
        ("lupdate", False),
        ("designer.exe", False),
        ("Qt/libexec/rcc", False),
    ],
)
def test_of_qt_only_what_may_be_had_under_the_lgpl_is_kept(path: str, kept: bool) -> None:
    rule = load_sets(Path(core.__file__).parents[1])["studio"].keep["PySide6"]

    assert bool(kept_files(rule).fullmatch(path)) is kept


def test_ctranslate2_leaves_cudnn_and_its_converters_in_the_studio_and_stays_whole_for_the_tests() -> None:
    sets = load_sets(Path(core.__file__).parents[1])
    rule = kept_files(sets["studio"].keep["ctranslate2"])

    assert all(rule.fullmatch(path) for path in ("__init__.py", "models/__init__.py", "_ext.cp311.pyd"))
    assert all(rule.fullmatch(path) for path in ("ctranslate2.dll", ".dylibs/libctranslate2.4.dylib"))
    assert not any(rule.fullmatch(path) for path in ("cudnn64_9.dll", "converters/opus_mt.py"))
    assert "ctranslate2" not in sets["test"].keep
