"""What the script tells of its lines."""

from core.errors import EngineNotInstalled, ReferenceTextNeeded
from core.model.script import Script
from core.model.take import Failure
from core.services.choices import Choices
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.states import LineState


def test_all_lines_that_failed_by_one_thing_are_to_do_again_at_once(qapp):
    presenter = ScriptPresenter(Choices("starter"))
    script = Script.from_text("One.\n\nTwo.\nThree.")
    for line, error in (
        (0, ReferenceTextNeeded("f5")),
        (2, EngineNotInstalled(engine="f5", reason="")),
        (3, ReferenceTextNeeded("f5")),
    ):
        recipe = presenter.wanted(script.lines[line])
        script = script.with_failure(script.lines[line].id, Failure(recipe, error))
    presenter.load(script)
    changes: list[None] = []
    presenter.script_changed.connect(lambda: changes.append(None))
    presenter.forget_failures(ReferenceTextNeeded)
    assert [view.state for view in presenter.views] == [
        *(LineState.TODO, LineState.BLANK, LineState.FAILED, LineState.TODO)
    ]
    assert presenter.todo_count == 3
    assert len(changes) == 1, "each copies the script: 10,000 lines would hold the window for seconds"
    presenter.forget_failures(ReferenceTextNeeded)
    assert len(changes) == 1
