<?php
require __DIR__ . '/vendor/autoload.php';

use App\Request;

function handler($event, $context)
{
    $request = new Request(json_decode($event, true));
    return ['ticket' => $request->need('ticket'), 'urge' => $request->get('urge', 'N')];
}
