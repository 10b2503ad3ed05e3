<?php
use Symfony\Component\HttpFoundation\Response;

function handler($event, $context)
{
    $evt = json_decode($event, true);
    if (empty($evt['to'])) {
        return ['statusCode' => Response::HTTP_BAD_REQUEST, 'body' => ''];
    }
    return ['statusCode' => Response::HTTP_OK, 'body' => $evt['to']];
}
