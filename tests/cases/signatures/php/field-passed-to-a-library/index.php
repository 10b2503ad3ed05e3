<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $client = new SmsClient();
    $client->send($evt['to']);
    return 'ok';
}
