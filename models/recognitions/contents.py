"""What a decision may contain: measures that the rules take for its list, and the consent that the list asks for."""

from huixin.types.recognition import Decide
from models.cases.work import wrong
from models.recognitions.bodies import body_name
from models.recognitions.tables import Recognition
from rules.catalogue import Catalogue
from rules.recognising import body_above, measures_of, needs_consent


def check_measures(catalogue: Catalogue, row: Recognition, body: Decide) -> None:
    """Raises Invalid for a measure that no rule of the day takes for the list."""
    known = measures_of(catalogue, row.list, body.decided_on)
    for index, code in enumerate(body.measures):
        if code not in catalogue.measures:
            raise wrong(f"/measures/{index}", "unknown_measure", f"There is no measure '{code}'.")
        if code not in known:
            message = f"No rule takes '{code}' for '{row.list}'; there are {', '.join(sorted(known))}."
            raise wrong(f"/measures/{index}", "not_of_this_list", message)


def check_consent(catalogue: Catalogue, row: Recognition, body: Decide) -> None:
    """Raises Invalid where the level above has to consent and has not, or another body or day is named."""
    consent, needed = body.consent, needs_consent(catalogue, row.list, row.unit, body.decided_on)
    if consent is None:
        if needed:
            message = f"For '{row.list}' the level above consents first: name the body, its document and the day."
            raise wrong("/consent", "missing_field", message)
        return
    if not needed:
        raise wrong("/consent", "unknown_field", f"'{row.list}' asks for nobody's consent.")
    if consent.on > body.decided_on:
        raise wrong("/consent/on", "after_decision", f"The decision is of {body.decided_on}; consent comes before it.")
    above = body_above(catalogue, row.unit)
    own = body_name(catalogue, row.unit, row.department)
    if consent.by == own or (above is not None and consent.by != body_name(catalogue, above, row.department)):
        expected = "a body above the city" if above is None else body_name(catalogue, above, row.department)
        raise wrong("/consent/by", "not_the_level_above", f"{own} decides with the consent of {expected}.")
