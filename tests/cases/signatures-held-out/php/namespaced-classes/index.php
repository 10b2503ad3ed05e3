<?php
namespace App;

require __DIR__ . '/src/Request.php';
require __DIR__ . '/src/QueueService.php';

use App\Http\Request;
use App\Service\QueueService;

function handler($event, $context)
{
    $request = new Request($event);
    $service = new QueueService();
    return json_encode($service->route($request));
}
