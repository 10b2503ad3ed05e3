<?php
class Refused extends Exception
{
    public $given;

    public function __construct($evt)
    {
        $this->given = $evt;
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
        return json_encode(['error' => $error->given['lang']]);
    }
}
