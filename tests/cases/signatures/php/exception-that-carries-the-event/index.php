<?php
class Refused extends Exception
{
    public $evt;

    public function __construct($evt)
    {
        $this->evt = $evt;
    }
}

function handler($event, $context)
{
    $evt = json_decode($event, true);
    try {
        if (empty($evt['city'])) {
            throw new Refused($evt);
        }
        return json_encode(['city' => $evt['city']]);
    } catch (Refused $error) {
        return json_encode(['error' => $error->evt['lang']]);
    }
}
