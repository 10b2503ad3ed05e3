from bill.web import endpoint, Param
from bill.store import last_bill, bill_of


@endpoint(
    Param('accountNo', required=True),
    Param('month'),
    Param('currency', default='CNY'),
)
def handler(accountNo, month, currency):
    found = bill_of(accountNo, month) if month else last_bill(accountNo)
    return {'amount': found.amount, 'currency': currency, 'due': found.due}
