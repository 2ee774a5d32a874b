"""A vocabulary out to a file of tab-separated values and in again."""

from __future__ import annotations

from shutil import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtracker.domain.errors import UserError
from claimtracker.exchange.vocabulary import export_vocabulary, read_vocabulary
from claimtracker.operations import AddStatus, EditStatus, ImportVocabulary, MergeStatuses, RetireStatuses
from claimtracker.operations.vocabulary import plan_vocabulary
from claimtracker.resources import resource
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim
from tests.project_state import state_of


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        yield made


def status_of(workspace, label):
    return next(status for status in queries.statuses(workspace.connection, retired=True) if status.label == label)


def bring_in(workspace, path):
    return workspace.run(ImportVocabulary(read_vocabulary(path)))


def write(tmp_path, text, name="in.tsv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_a_file_holds_every_column_and_comes_back_without_a_change(workspace, tmp_path):
    made = workspace.run(AddStatus("=1+1\tor “so”"))
    workspace.run(EditStatus(made, {"aliases": 'said "so"; -so', "cues": "so say", "digit": "9", "retired": "yes"}))
    path = tmp_path / "out.tsv"
    assert export_vocabulary(workspace.connection, path) == 21
    raw = path.read_bytes().decode("utf-8-sig").splitlines()
    assert raw[0] == "status\tstance\tcolour\tdigit\tcues\taliases\tretired\tposition"
    assert (
        raw[2]
        == "denied\tdenies\tred\t2\tdeny, disavow, repudiate, refute, rebut, did not say, said there was no\t\tno\t2"
    )
    before, steps = state_of(workspace.connection), len(queries.history(workspace.connection))
    plan = bring_in(workspace, path)
    assert (plan.added, plan.changed, plan.unchanged) == ((), (), 21)
    assert (state_of(workspace.connection), len(queries.history(workspace.connection))) == (before, steps)
    with Workspace.create(tmp_path / "b.claims") as other:
        assert len(bring_in(other, path).added) == 1
        assert [
            (status.label, status.aliases, status.cues, status.digit, status.retired, status.position)
            for status in queries.statuses(other.connection, retired=True)
        ] == [
            (status.label, status.aliases, status.cues, status.digit, status.retired, status.position)
            for status in queries.statuses(workspace.connection, retired=True)
        ]


def test_the_vocabulary_that_comes_along_can_be_brought_in(workspace):
    assert bring_in(workspace, resource("vocabularies", "statuses.tsv")).unchanged == 20


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_with_nothing_but_labels_is_taken_in_any_encoding(workspace, tmp_path, encoding, end):
    path = write(tmp_path, end.join(["Status", "denied", "", "wich aus, müde", "denies “all”", ""]), encoding=encoding)
    plan = bring_in(workspace, path)
    assert [(change.label, change.after["stance"], change.after["colour"]) for change in plan.added] == [
        ("wich aus, müde", "neutral", "grey"),
        ("denies “all”", "denies", "red"),
    ]
    assert plan.unchanged == 1
    assert [status.label for status in queries.statuses(workspace.connection)][-2:] == [
        "wich aus, müde",
        "denies “all”",
    ]
    assert workspace.undo_label == "Import vocabulary"
    workspace.undo()
    assert len(queries.statuses(workspace.connection)) == 20


def test_a_plan_says_what_would_change_and_changes_nothing(workspace, tmp_path):
    path = write(
        tmp_path,
        "status,stance,digit,aliases\nDENIED,hedges,3,nope; Nope; denied\nfresh,,,\nconfirmed,affirms,,\nshown,,,\n",
    )
    before = state_of(workspace.connection)
    plan = plan_vocabulary(workspace.connection, read_vocabulary(path))
    assert state_of(workspace.connection) == before
    assert [change.label for change in plan.added] == ["fresh"]
    assert [(change.label, change.before, change.after) for change in plan.changed] == [
        (
            "denied",
            {"stance": "denies", "digit": "2", "aliases": ""},
            {"stance": "hedges", "digit": "3", "aliases": "nope"},
        ),
        ("confirmed", {"digit": "3"}, {"digit": ""}),
    ]
    assert plan.unchanged == 1
    assert bring_in(workspace, path) == plan
    assert plan_vocabulary(workspace.connection, read_vocabulary(path)).changed == ()
    assert status_of(workspace, "denied").aliases == ("nope",)


def test_a_digit_is_taken_from_a_status_that_the_file_does_not_name(workspace, tmp_path):
    plan = bring_in(workspace, write(tmp_path, "status\tdigit\nshown\t2\n"))
    assert {change.label: change.after for change in plan.changed} == {"shown": {"digit": "2"}, "denied": {"digit": ""}}
    assert (status_of(workspace, "shown").digit, status_of(workspace, "denied").digit) == (2, None)


def test_what_was_merged_away_here_is_left_alone(workspace, tmp_path):
    make_claim(workspace, make_article(workspace), status="denies it")
    workspace.run(MergeStatuses(status_of(workspace, "denied").id, (status_of(workspace, "denies it").id,)))
    plan = bring_in(workspace, write(tmp_path, "status\tstance\tcues\nDenies it\thedges\tdeny it\n"))
    assert (plan.added, plan.changed, plan.unchanged) == ((), (), 1)


def test_spellings_may_change_places(workspace, tmp_path):
    one, other = (workspace.run(AddStatus(label)) for label in ("one", "other"))
    workspace.run(EditStatus(one, {"aliases": "first; x"}))
    workspace.run(EditStatus(other, {"aliases": "second"}))
    bring_in(workspace, write(tmp_path, "status\taliases\nother\tfirst; x\none\tsecond\n"))
    assert (status_of(workspace, "one").aliases, status_of(workspace, "other").aliases) == (("second",), ("first", "x"))


def test_a_retired_status_comes_back_where_the_file_says_so(workspace, tmp_path):
    workspace.run(RetireStatuses((status_of(workspace, "denied").id,)))
    bring_in(workspace, write(tmp_path, "status\tretired\tposition\ndenied\tNo\t99\nshown\tYES\t\n"))
    assert [status.label for status in queries.statuses(workspace.connection)][-1] == "denied"
    assert status_of(workspace, "shown").retired


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "in.tsv, line 1: the first line should name the columns, and “status” among them."),
        ("stance\ndenies\n", "in.tsv, line 1: the first line should name the columns, and “status” among them."),
        ("status\tmood\nx\ty\n", "in.tsv, line 1: there is no column “mood”; the columns are status, stance,"),
        ("status\tstatus\nx\ty\n", "in.tsv, line 1: the column status is there twice."),
        ("status\tstance\nx\tdenies\t3\n", "in.tsv, line 2: there are 3 cells, but 2 columns."),
        ("status\tstance\nnew\t\n\tdenies\n", "in.tsv, line 3: the status has no label."),
        ("status\tstance\nnew\tloud\n", "in.tsv, line 2: “loud” is not a stance: use affirms, denies,"),
        ("status\tcolour\nnew\tpuce\n", "in.tsv, line 2: “puce” is not a colour: use green,"),
        ("status\tdigit\nnew\t12\n", "in.tsv, line 2: “12” is not a digit: use a whole number from 1 to 9."),
        ("status\tdigit\nnew\t5\nnewer\t5\n", "in.tsv, line 3: the digit 5 is given already: in.tsv, line 2."),
        ("status\tposition\nnew\t-1\n", "in.tsv, line 2: “-1” is not a position: use a whole number."),
        ("status\tretired\nnew\tperhaps\n", "in.tsv, line 2: “perhaps” says neither yes nor no to retired."),
        ("status\nnew\nNEW\n", "in.tsv, line 3: “NEW” is there already: in.tsv, line 2."),
        (
            "status\taliases\nnew\tDenied\n",
            "in.tsv, line 2: “Denied” leads to the status “denied” already; merge the two",
        ),
        ("status\taliases\nnew\ta\nnewer\tA\n", "in.tsv, line 3: “A” leads to the status “new” already; merge the two"),
        ('status\n"new\n', "in.tsv, line 2: a quotation mark is out of place or missing."),
        ("PK\x03\x04\0", "in.tsv is a workbook or a ZIP, not plain text; save it as CSV in the spreadsheet first."),
    ],
)
def test_a_row_that_is_wrong_is_named_and_nothing_is_taken(workspace, tmp_path, text, sentence):
    before = state_of(workspace.connection), queries.history(workspace.connection)
    with pytest.raises(UserError) as refused:
        bring_in(workspace, write(tmp_path, text))
    assert str(refused.value).startswith(sentence)
    assert (state_of(workspace.connection), queries.history(workspace.connection)) == before


def test_a_file_that_is_not_there_is_said(workspace, tmp_path):
    with pytest.raises(UserError, match="could not be read"):
        read_vocabulary(tmp_path / "none.tsv")
    with pytest.raises(UserError, match="is a project"):
        export_vocabulary(workspace.connection, workspace.path)


_LABELS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).map(str.strip).filter(bool)


@pytest.fixture
def untouched(tmp_path):
    """A new project, to be copied: that is a tenth of the time of making one."""
    path = tmp_path / "untouched.claims"
    Workspace.create(path).close()
    return path


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(labels=st.lists(_LABELS, max_size=6, unique_by=str.casefold))
def test_any_label_comes_back_as_it_was(tmp_path_factory, untouched, labels):
    folder = tmp_path_factory.mktemp("vocabulary")
    for name in ("a.claims", "b.claims"):
        copy(untouched, folder / name)
    with Workspace.open(folder / "a.claims") as first, Workspace.open(folder / "b.claims") as second:
        for label in labels:
            if label.casefold() not in {known.label.casefold() for known in queries.statuses(first.connection)}:
                first.run(AddStatus(label))
        export_vocabulary(first.connection, folder / "out.tsv", bom=False)
        bring_in(second, folder / "out.tsv")
        assert [status.label for status in queries.statuses(second.connection)] == [
            status.label for status in queries.statuses(first.connection)
        ]
