"""Sharing: whatever writes a file lets out what is shared with its recipient, and nothing else.

Every text field of every record holds a word of its own. The tests walk the exporters and the reports that
there are; a new one falls under them by itself.
"""

import json
import re
import shutil
import zipfile
from datetime import date
from itertools import count
from pathlib import Path

import pytest

import desktop.services.exports as exports
from db.fields import Kind, stored_fields
from db.opening import open_file
from db.queries.private_past import personal_fields
from db.schema import LOGGED, Person, PlanItem
from db.schema.base import RECIPIENTS, Shareable
from desktop.base.errors import UserError
from desktop.base.i18n import texts_for
from desktop.base.leaving import Leaving, Part, leaving_sentences, recipient_name
from desktop.base.reference import shipped_reference
from desktop.reports.builders.data import ReportRequest
from desktop.services.exercise.making import make_exercise
from desktop.services.exports import EXPORTERS, ExportRequest
from desktop.services.reporting import REPORTS, read_report_data, write_document
from desktop.services.sharing import find_recipient, may_leave, recipients_in
from tests.reports.readers import pdf_text
from tests.services.filled import fill_state, filled

BEFORE_THE_WORDS = date(2026, 6, 1)
"""A day on which the file held the texts of the exercise."""
COMMITTEE, OAS = "committee", "oas"
WORD = re.compile(r"zq\d{5}")
TEXTS = (Kind.TEXT, Kind.LONG_TEXT)
NOT_FILLED = {"file_settings", "officer", "reference_override", "saved_view", "attachment"}
KEYS = {"row_key", "treaty_key", "language", "provider"}
"""Fields whose words are names of reference data."""


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """An exercise file whose every text is a word of its own, and where each word stands."""
    path = tmp_path_factory.mktemp("sharing") / "marked.desk1540"
    make_exercise(path, items=12, author="Ana", language="en")
    database = open_file(path)
    numbers, words = count(), {}
    with database.write("Ana", "Mark everything") as unit:
        for entity, table in LOGGED.items():
            names = [
                name
                for name, field in stored_fields(table).items()
                if field.kind in TEXTS and field.max_length >= 10 and name not in KEYS
            ]
            if entity in NOT_FILLED or not names:
                continue
            nobody = {"sharing": ""} if issubclass(table, Shareable) else {}
            changes = {}
            for (row_id,) in unit.raw(f'SELECT id FROM "{entity}"'):
                marks = {name: f"zq{next(numbers):05d}" for name in names}
                words.update((word, (entity, row_id, name)) for name, word in marks.items())
                changes[row_id] = {**marks, **nobody}
            unit.update(table, changes)
        unit.commit()
    database.close()
    assert len(words) > 1000
    entities = {entity for entity, *_ in words.values()}
    assert {"person", "plan_item", "institution", "post", "plan", "submission"} <= entities
    return path, words


@pytest.fixture
def database(marked, tmp_path):
    path = shutil.copy(marked[0], tmp_path / "file.desk1540")
    made = open_file(Path(path))
    yield made
    made.close()


def share(database, entity, ids=None, sharing=COMMITTEE):
    with database.write("Ana", "Share") as unit:
        every = [row_id for (row_id,) in unit.raw(f'SELECT id FROM "{entity}" ORDER BY id')]
        unit.update(LOGGED[entity], {row_id: {"sharing": sharing} for row_id in ids or every})
        unit.commit()
    return every


def share_everything(database):
    for entity, table in LOGGED.items():
        if issubclass(table, Shareable):
            share(database, entity)


def report_requests(recipient):
    """Every report there is, in both formats, about one State and about all, with changes and as it was."""
    plain = {"language": "en", "date": date(2026, 12, 1), "recipient": recipient}
    for name in REPORTS:
        for form in ("pdf", "xlsx"):
            yield ReportRequest(name, format=form, state="X01", **plain)
            yield ReportRequest(name, format=form, **plain)
            yield ReportRequest(name, format=form, as_of=BEFORE_THE_WORDS, **plain)
    yield ReportRequest("status", format="xlsx", state="X01", since="2025-06-01", **plain)


def export_outputs(database, folder, recipient):
    for name, exporter in EXPORTERS.items():
        for form in exporter.forms:
            if recipient is not None and exporter.is_whole:
                with pytest.raises(UserError, match="for this office alone"):
                    exporter.write(database, folder / f"{name}.{form}", ExportRequest(recipient=recipient))
                continue
            result = exporter.write(database, folder / f"{name}.{form}", ExportRequest(recipient=recipient))
            yield f"{name}.{form}", result.path


def report_outputs(database, folder, recipient):
    for request in report_requests(recipient):
        scope = request.state or "all"
        which = "past" if request.as_of else "changes" if request.since else "now"
        path = folder / f"{request.name} {scope} {which}.{request.format}"
        write_document(read_report_data(database, request), request, path)
        yield path.name, path


def outputs(database, folder, recipient):
    """Every file that the program writes, by what it is."""
    yield from export_outputs(database, folder, recipient)
    yield from report_outputs(database, folder, recipient)


def words_in(path):
    if path.suffix == ".pdf":
        return set(WORD.findall(pdf_text(path.read_bytes())))
    if path.suffix in (".xlsx", ".zip"):
        with zipfile.ZipFile(path) as archive:
            members = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return set(WORD.findall("\n".join(members)))
    return set(WORD.findall(path.read_text("utf-8")))


def test_with_nothing_shared_nothing_leaves(database, tmp_path):
    found = {what: words_in(path) for what, path in outputs(database, tmp_path, COMMITTEE)}
    assert {what: sorted(words)[:5] for what, words in found.items() if words} == {}
    assert len(found) >= 17


def test_this_office_gets_everything(database, marked, tmp_path):
    words = marked[1]
    found = {what: words_in(path) for what, path in outputs(database, tmp_path, None)}
    assert {what for what, seen in found.items() if not seen} == PAST
    assert found["all.zip"] == set(words)
    of_items = {
        word for word, (entity, _, name) in words.items() if entity == "plan_item" and name in IN_JSON
    }
    assert of_items <= found["plan.json"]


PAST = {f"{name} all past.{form}" for name in REPORTS for form in ("pdf", "xlsx")}
"""What tells of a day before the words were written."""
IN_JSON = {
    ("plan_item", name)
    for name in ("number", "title", "description", "due_text", "resources", "funding", "remarks")
}


def test_with_everything_shared_only_private_details_stay(database, marked, tmp_path):
    share_everything(database)
    private = private_words(database, marked[1])
    assert len(private) > 5
    for what, path in outputs(database, tmp_path, COMMITTEE):
        seen = words_in(path)
        assert (what, seen & private) == (what, set())
        assert bool(seen) is (what not in PAST), what


def private_words(database, words):
    with database.read() as unit:
        details = {row_id for (row_id,) in unit.raw("SELECT id FROM contact_detail WHERE is_private = 1")}
    return {
        word
        for word, (entity, row_id, name) in words.items()
        if (entity == "person" and name in personal_fields(Person))
        or (entity == "contact_detail" and row_id in details)
    }


def test_what_is_shared_with_one_does_not_leave_for_another(database, tmp_path):
    share_everything(database)
    for what, path in outputs(database, tmp_path, OAS):
        assert (what, words_in(path)) == (what, set())


def test_only_what_is_shared_leaves_with_what_belongs_to_it(database, marked, tmp_path):
    """Every second action, person and post is shared; no institution and no plan."""
    halves = {}
    for entity in ("plan_item", "person", "post"):
        with database.read() as unit:
            ids = [row_id for (row_id,) in unit.raw(f'SELECT id FROM "{entity}" ORDER BY id')]
        halves[entity] = set(ids[::2])
        share(database, entity, ids[::2])
    for what, path in outputs(database, tmp_path, COMMITTEE):
        for word in words_in(path):
            assert is_let_out(database, halves, *marked[1][word]), (what, marked[1][word])


def is_let_out(database, halves, entity, row_id, name):
    if entity in ("plan_item", "person"):
        return row_id in halves[entity] and name not in personal_fields(Person)
    if entity in ("plan", "objective"):
        return name in ("title", "number")
    if entity in ("progress_note", "indicator", "indicator_value"):
        return name != "author"
    if entity == "institution":
        return name in ("name", "acronym")
    if entity == "post":
        return name == "name" or row_id in halves["post"]
    if entity == "contact_detail":
        with database.read() as unit:
            row = unit.row(LOGGED[entity], row_id)
        return row["person_id"] in halves["person"] and not row["is_private"]
    return False


# The pieces of the rule


@pytest.mark.parametrize(
    ("sharing", "recipient", "expected"),
    [
        ("", None, True),
        ("", COMMITTEE, False),
        ("committee oas", OAS, True),
        ("committee", OAS, False),
        ("public", OAS, True),
        ("state:PAN", "state:PAN", True),
        ("state:PAN", "state:PER", False),
        ("oas_two", OAS, False),
    ],
)
def test_the_rule(sharing, recipient, expected):
    assert may_leave(sharing, recipient) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("committee", "committee"),
        (" OAS ", "oas"),
        ("state:pan", "state:PAN"),
        ("State:X01", "state:X01"),
        ("provider:1540_goe", "provider:1540_GOE"),
    ],
)
def test_recipients_are_found_by_their_code(text, expected):
    assert find_recipient(text, shipped_reference()) == expected


@pytest.mark.parametrize("text", ["nato", "state:", "state:QQQ", "provider:X", "", "comm"])
def test_an_unknown_recipient_is_refused_with_those_that_are_known(text):
    with pytest.raises(UserError) as refused:
        find_recipient(text, shipped_reference())
    assert "committee, un_centre, oas, subregional, public" in texts_for("en").sentence(refused.value)


def test_recipients_have_names():
    spanish = texts_for("es")
    assert {recipient_name(code, spanish) for code in RECIPIENTS} >= {"Comité 1540"}
    assert recipient_name("state:PAN", spanish) == "Panamá"
    assert "Grupo de Expertos" in recipient_name("provider:1540_GOE", spanish)
    assert recipient_name("provider:NEW", spanish) == "NEW"
    assert recipient_name(None, texts_for("en")) == "This office"


def test_states_and_providers_that_occur_are_offered(database):
    share(database, "plan_item", sharing="committee state:PAN")
    share(database, "law", sharing="provider:1540_GOE")
    with database.read() as unit:
        assert recipients_in(unit) == ["provider:1540_GOE", "state:PAN"]


# What is counted


def test_the_counts_are_those_of_what_was_written(database, tmp_path):
    ids = share(database, "plan_item", sharing="")
    share(database, "plan_item", ids[:4])
    result = exports.export_plan(database, tmp_path / "plan.json", recipient=COMMITTEE)
    items = json.loads((tmp_path / "plan.json").read_text())["items"]
    assert result.leaving.actions == Part(len(items), len(ids) - len(items)) == Part(4, len(ids) - 4)
    assert {item["id"] for item in items} == set(ids[:4])
    named = {name for item in items for role in ("co_leads", "supporting") for name in item[role]}
    named |= {item["lead"] for item in items if item["lead"]}
    assert result.leaving.institutions.leaves == len(named)
    assert result.leaving.persons.leaves == 0
    assert all(item["sharing"] == item["persons"] == [] for item in items)
    parents = {item["parent"] for item in items} - {None}
    assert parents <= set(ids[:4])


def test_contacts_are_counted_by_person_with_consent_and_classification(database, tmp_path):
    ids = share(database, "person", sharing="")
    share(database, "person", ids[:3])
    with database.write("Ana", "Consent") as unit:
        every = {row_id: {"classification": "", "consent_to": ""} for row_id in ids}
        unit.update(Person, every)
        unit.update(Person, {ids[0]: {"consent_to": "committee"}, ids[1]: {"classification": "Reservado"}})
        unit.commit()
    leaving = (
        exports.EXPORTERS["contacts"]
        .write(database, tmp_path / "c.csv", ExportRequest(recipient=COMMITTEE))
        .leaving
    )
    assert leaving.actions is None
    assert leaving.persons == Part(3, len(ids) - 3)
    assert (leaving.classified, leaving.without_consent) == (1, 2)


def test_the_counts_of_a_report_are_those_of_its_tables(database):
    ids = share(database, "plan_item", sharing="")
    share(database, "plan_item", ids[:2])
    request = ReportRequest("status", "en", date(2026, 12, 1), state="X01", recipient=COMMITTEE)
    data = read_report_data(database, request)
    assert data.leaving.actions == Part(2, len(ids) - 2)
    assert len(data.states[0].plan.items) == 2
    assert data.leaving.persons.leaves == 0
    assert not data.states[0].plan.plan.status


def test_what_leaves_is_said_in_sentences():
    leaving = Leaving(COMMITTEE, Part(2, 3), Part(0, 1), Part(4, 0), classified=1)
    leaves, stays, classified = leaving_sentences(leaving, texts_for("en"))
    assert leaves == "For 1540 Committee: actions 2, persons 0, institutions 4."
    assert stays.startswith("Stays in this office: actions 3, persons 1, institutions 0, and always")
    assert classified == "Records among them that carry a classification: 1."
    (nothing, stays) = leaving_sentences(Leaving(OAS, None, Part(0, 1)), texts_for("en"))
    assert nothing.startswith("Nothing of this is shared with OAS yet")
    assert "persons 1" in stays
    (office,) = leaving_sentences(Leaving(), texts_for("en"))
    assert office.startswith("For this office")


# Earlier states


def test_the_present_decision_counts_for_an_earlier_state_too(database):
    ids = share(database, "plan_item", sharing="")
    share(database, "plan_item", ids[:2])
    request = ReportRequest(
        "status", "en", date(2026, 12, 1), state="X01", as_of=date(2026, 6, 1), recipient=COMMITTEE
    )
    told = read_report_data(database, request).states[0].plan.items
    assert {item.id for item in told} == set(ids[:2])
    share(database, "plan_item", ids[:2], sharing="")
    assert read_report_data(database, request).states[0].plan is None


def test_of_what_is_gone_only_what_was_shared_is_told_as_removed(database):
    ids = share(database, "plan_item", sharing="")
    share(database, "plan_item", ids[-1:])
    database.ids.clock = lambda: 1_800_000_000_000
    share(database, "plan_item", ids[:1])
    with database.write("Ana", "Delete") as unit:
        unit.delete(PlanItem, ids[-2:])
        unit.commit()
    request = ReportRequest(
        "status", "en", date(2027, 12, 1), state="X01", since="2026-12-31", recipient=COMMITTEE
    )
    baseline = read_report_data(database, request).baseline
    told = {item.id for items in baseline.items.values() for item in items}
    assert told == {ids[0], ids[-1]}


def test_a_post_whose_holder_is_not_shared_does_not_name_the_holder(database, tmp_path):
    share(database, "post")
    exports.EXPORTERS["contacts"].write(database, tmp_path / "c.json", ExportRequest(recipient=COMMITTEE))
    found = json.loads((tmp_path / "c.json").read_text())["items"]
    assert found
    assert {item["person"] for item in found} == {""}
    result = exports.EXPORTERS["contacts"].write(
        database, tmp_path / "c.vcf", ExportRequest(recipient=COMMITTEE)
    )
    assert result.rows == 0


# Papers say for whom they are


def test_a_paper_for_a_recipient_says_so_and_one_of_the_office_does_not(database, tmp_path):
    share(database, "plan_item")
    for recipient, is_said in ((COMMITTEE, True), (None, False)):
        request = ReportRequest("status", "en", date(2026, 12, 1), state="X01", recipient=recipient)
        write_document(read_report_data(database, request), request, tmp_path / "a.pdf")
        text = pdf_text((tmp_path / "a.pdf").read_bytes())
        assert ("Made for 1540 Committee" in text) is is_said


def test_a_paper_without_anything_shared_does_not_say_that_nothing_is_recorded(database, tmp_path):
    request = ReportRequest("status", "en", date(2026, 12, 1), state="X01", recipient=COMMITTEE)
    write_document(read_report_data(database, request), request, tmp_path / "a.pdf")
    text = pdf_text((tmp_path / "a.pdf").read_bytes())
    assert "is recorded" not in text
    assert "No plan is part of this paper." in text
    assert "No point of contact is part of this paper." in text


@pytest.mark.parametrize("name", list(REPORTS))
def test_a_regional_paper_for_a_recipient_names_no_state_of_which_it_tells_nothing(tmp_path, name):
    made = filled(tmp_path)
    fill_state(made, "X02", "Otro plan")
    other = shipped_reference().state("X02").name("en")
    texts = {}
    for recipient, shared in ((None, ()), (COMMITTEE, ()), (COMMITTEE, ("plan", "post"))):
        for entity in shared:
            share(made, entity)
        request = ReportRequest(name, "en", date(2026, 12, 1), recipient=recipient)
        write_document(read_report_data(made, request), request, tmp_path / "a.pdf")
        texts[recipient, bool(shared)] = pdf_text((tmp_path / "a.pdf").read_bytes())
    made.close()
    assert {key: other in text for key, text in texts.items()} == {
        (None, False): True,
        (COMMITTEE, False): False,
        (COMMITTEE, True): True,
    }


# Nothing leaves beside the registries


def test_every_export_is_registered():
    """A function that writes an export is reached through EXPORTERS, where the tests above find it."""
    folder = Path(exports.__file__).parent
    written = {
        name
        for path in folder.glob("*.py")
        for name in re.findall(r"^def (export_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert written == {f"export_{name}" for name in EXPORTERS}


def test_who_writes_documents_and_targets():
    """Whatever makes a file out of records goes through the exports or the reports; others say why not."""
    root = Path(exports.__file__).parents[3]
    writers = {
        path.relative_to(root).as_posix()
        for path in (root / "desktop").rglob("*.py")
        if re.search(r"\bwriting_to\(|reports\.writing import", path.read_text("utf-8"))
    }
    assert writers == {
        "desktop/reports/writing.py",
        "desktop/services/attachments.py",  # one file, to be looked at by this office
        "desktop/services/crash_reports.py",  # no content of the file
        "desktop/services/exports/contacts.py",
        "desktop/services/exports/everything.py",
        "desktop/services/exports/plan.py",
        "desktop/services/recovery_sheets.py",  # the key of the file, on paper
        "desktop/services/reporting.py",
        "desktop/services/working_copies.py",  # the file itself, put back
        "desktop/views/checking/work.py",  # what a check said, for this office
    }
