<?php
spl_autoload_register(function ($class) {
    require_once __DIR__ . '/src/' . str_replace('\\', '/', $class) . '.php';
});

use Ivr\Request;
use Ivr\Service;

function handler($event, $context)
{
    return (new Service())->handle(new Request($event));
}
