"""What players show of a file: title, artist, cover and the like."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from core.delivery.wishes import Tags
from gui.widgets.controls import label

_FIELDS = ("title", "artist", "album", "genre", "date", "comment", "cover")
_WIDE = ("comment", "cover")


class TagsForm(QWidget):
    """A box for each tag; the cover's has the name of a picture that is chosen with its button."""

    edited = Signal()
    cover_wanted = Signal()
    cover_refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.boxes: dict[str, QLineEdit] = {}
        self._names: dict[str, QLabel] = {}
        self.cover_button, self.no_cover_button = QPushButton(), QPushButton()
        place = 0
        for name in _FIELDS:
            box = QLineEdit()
            box.textEdited.connect(self.edited)
            self.boxes[name], self._names[name] = box, label("muted")
            self._names[name].setBuddy(box)
            if name in _WIDE:
                place += place % 2
            row, column = place // 2, place % 2 * 2
            grid.addWidget(self._names[name], row, column)
            if name == "cover":
                grid.addLayout(self._cover_row(box), row, column + 1, 1, 3)
            else:
                grid.addWidget(box, row, column + 1, 1, 3 if name in _WIDE else 1)
            place += 2 if name in _WIDE else 1
        self.retranslate()

    def _cover_row(self, box: QLineEdit) -> QHBoxLayout:
        box.setReadOnly(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(box, 1)
        for button, wish in (
            (self.cover_button, self.cover_wanted),
            (self.no_cover_button, self.cover_refused),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(wish)
            row.addWidget(button)
        return row

    def show_tags(self, tags: Tags) -> None:
        """Show tags; emit nothing."""
        for name, box in self.boxes.items():
            text = str(getattr(tags, name))
            if box.text() != text:
                box.setText(text)
        self.no_cover_button.setVisible(bool(tags.cover))

    def tags(self) -> Tags:
        """Return what the boxes hold."""
        return Tags(**{name: box.text() for name, box in self.boxes.items()})

    def retranslate(self) -> None:
        """Put every text of its own in the interface's language."""
        words = {
            "title": self.tr("Title"),
            "artist": self.tr("Artist"),
            "album": self.tr("Album"),
            "genre": self.tr("Genre"),
            "date": self.tr("Year"),
            "comment": self.tr("Comment"),
            "cover": self.tr("Cover"),
        }
        for name, text in words.items():
            self._names[name].setText(text)
            self.boxes[name].setAccessibleName(text)
        self.cover_button.setText(self.tr("Choose…"))
        self.cover_button.setAccessibleName(self.tr("Choose a picture for the cover"))
        self.no_cover_button.setText(self.tr("Remove"))
        self.no_cover_button.setAccessibleName(self.tr("Have no cover"))
        self.boxes["cover"].setPlaceholderText(self.tr("None"))
