"""Reading call centers through CCC 2020-07-01: registrations, flows, numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from sync.adapters.answers import body, items, number, some_number, some_text, text, unreadable
from sync.adapters.clients import Clients
from sync.adapters.pagination import LIMIT, ConsistentReader, NumberedPage, by_number
from sync.core.worlds import FailoverTarget, FoundFlow, FoundRegistration, RegistrationState, WantedCenter
from sync.specs.ids import Address, IdError, Region, parse_region

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ReadCenters:
    """`CenterReader` over CCC 2020-07-01."""

    clients: Clients
    settling: ConsistentReader

    def registrations(self, center: WantedCenter) -> tuple[FoundRegistration, ...]:
        """Every registration of the center."""
        return self.settling.read(
            "ListFunctionMetas",
            lambda: by_number(lambda asked: self._registrations(center, asked), key=lambda registration: registration.id),
        )

    def flows(self, center: WantedCenter) -> tuple[FoundFlow, ...]:
        """Every flow of the center. The numbers come from both sides: the flow's own list, and the numbers' own flow."""
        flows = self.settling.read(
            "ListContactFlows", lambda: by_number(lambda asked: self._flows(center, asked), key=lambda flow: flow.id)
        )
        bound: defaultdict[str, set[str]] = defaultdict(set)
        for flow_id, phone in self.settling.read(
            "ListPhoneNumbers", lambda: by_number(lambda asked: self._numbers(center, asked), key=lambda pair: pair)
        ):
            bound[flow_id].add(phone)
        return tuple(_with_numbers(flow, bound[flow.id]) for flow in flows)

    def _registrations(self, center: WantedCenter, asked: int) -> NumberedPage[FoundRegistration]:
        page = self._page("ListFunctionMetas", "list_function_metas_with_options", center, asked)
        return _numbered(
            "ListFunctionMetas", page, asked, tuple(_registration(center, item) for item in _listed("ListFunctionMetas", page))
        )

    def _flows(self, center: WantedCenter, asked: int) -> NumberedPage[FoundFlow]:
        page = self._page("ListContactFlows", "list_contact_flows_with_options", center, asked)
        return _numbered(
            "ListContactFlows", page, asked, tuple(self._flow(center, item) for item in _listed("ListContactFlows", page))
        )

    def _numbers(self, center: WantedCenter, asked: int) -> NumberedPage[tuple[str, str]]:
        page = self._page("ListPhoneNumbers", "list_phone_numbers_with_options", center, asked)
        pairs = tuple(
            (text(getattr(item, "contact_flow_id", None)), some_text("ListPhoneNumbers", item, "number"))
            for item in _listed("ListPhoneNumbers", page)
        )
        return _numbered("ListPhoneNumbers", page, asked, pairs)

    def _page(self, operation: str, method: str, center: WantedCenter, asked: int) -> object:
        request_type = getattr(self.clients.models("ccc"), f"{operation}Request")
        request = request_type(instance_id=center.instance, page_number=asked, page_size=LIMIT)
        found = body(operation, getattr(self.clients.client("ccc"), method)(request, self.clients.runtime()))
        data: object = getattr(found, "data", None)
        if data is None:
            raise unreadable(operation, "the answer lacks Data")
        return data

    def _flow(self, center: WantedCenter, item: object) -> FoundFlow:
        flow_id = some_text("ListContactFlows", item, "contact_flow_id")
        draft_id = text(getattr(item, "draft_id", None)) or None
        definition = getattr(item, "definition", None)
        return FoundFlow(
            center=center.name,
            id=flow_id,
            name=text(getattr(item, "name", None)),
            type=text(getattr(item, "type", None)),
            published=bool(getattr(item, "published", None)),
            definition=self._draft(center, flow_id, draft_id) if definition is None else str(definition),
            draft_id=draft_id,
            editor=text(getattr(item, "editor", None)) or None,
            numbers=tuple(str(phone) for phone in items("ListContactFlows", item, "number_list")),
        )

    def _draft(self, center: WantedCenter, flow_id: str, draft_id: str | None) -> str:
        """The definition of a flow whose listing leaves it out: it can be read only through its draft."""
        if draft_id is None:
            raise unreadable("ListContactFlows", f"flow {flow_id} was returned without its definition")
        request = self.clients.models("ccc").GetContactFlowRequest(
            instance_id=center.instance, contact_flow_id=flow_id, draft_id=draft_id
        )
        found = body("GetContactFlow", self.clients.client("ccc").get_contact_flow_with_options(request, self.clients.runtime()))
        return some_text("GetContactFlow", getattr(found, "data", None), "definition")


def region_of(value: object) -> Region:
    """A region as an id where it is known under that id or console name; anything else stays as it was typed.

    The SDK declares the field a number, the vendor's example holds a text, and the console lets people type.
    """
    typed = text(value)
    try:
        return parse_region(typed)
    except IdError:
        return Region(typed)


def _registration(center: WantedCenter, item: object) -> FoundRegistration:
    operation = "ListFunctionMetas"
    failover = text(getattr(item, "failover_region", None))
    return FoundRegistration(
        center=center.name,
        id=some_text(operation, item, "function_meta_id"),
        state=RegistrationState(
            target=Address(
                region_of(getattr(item, "region", None)),
                text(getattr(item, "service", None)),
                text(getattr(item, "function_name", None)),
            ),
            description=text(getattr(item, "description", None)),
            role=text(getattr(item, "role", None)),
            failover=FailoverTarget(region_of(failover), _weight(operation, item)) if failover else None,
        ),
    )


def _weight(operation: str, item: object) -> float:
    try:
        return float(text(getattr(item, "failover_region_weight", None)) or 0)
    except ValueError:
        raise unreadable(operation, "FailoverRegionWeight is not a number") from None


def _listed(operation: str, page: object) -> list[object]:
    return list(items(operation, page, "list"))


def _numbered(operation: str, page: object, asked: int, found: tuple[Item, ...]) -> NumberedPage[Item]:
    stated = number(operation, getattr(page, "page_number", None), "PageNumber")
    return NumberedPage(
        items=found,
        number=asked if stated is None else stated,
        size=some_number(operation, page, "page_size"),
        total=some_number(operation, page, "total_count"),
    )


def _with_numbers(flow: FoundFlow, bound: Iterable[str]) -> FoundFlow:
    return replace(flow, numbers=tuple(sorted({*flow.numbers, *bound})))
