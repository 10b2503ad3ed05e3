<?php
class Order
{
    public $no;

    public function __construct($no)
    {
        $this->no = $no;
    }
}

function book($city, $day = 'today')
{
    return $city . ' ' . $day;
}

function handler($event, $context)
{
    $evt = json_decode($event, true);
    if (isset($evt['ping'])) {
        return json_encode(['pong' => true]);
    }
    $order = new Order(...$evt['order']);
    return json_encode(['booked' => book(...$evt['trip']), 'no' => $order->no, 'lang' => $evt['lang'] ?? 'zh']);
}
