import json
import logging
from typing import List, Optional

from pydantic import BaseModel, Field, ValidationError, validator

logger = logging.getLogger()


class Ticket(BaseModel):
    title: str
    category: str = '咨询'
    priority: int = Field(3, ge=1, le=5)
    contact: str = Field(..., alias='contactPhone')
    tags: List[str] = []
    remark: Optional[str] = None

    @validator('contact')
    def check_contact(cls, v):
        if not v.isdigit():
            raise ValueError('contactPhone must be digits')
        return v


def handler(event, context):
    try:
        ticket = Ticket(**json.loads(event))
    except ValidationError as e:
        logger.warning('bad input: %s', e)
        return {'ok': False, 'errors': [err['msg'] for err in e.errors()]}
    logger.info('create ticket %s', ticket.title)
    return {'ok': True, 'ticketId': 'T' + ticket.contact[-4:], 'priority': ticket.priority}
