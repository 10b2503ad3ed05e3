<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $answer = [];
    $answer['phone'] = $evt['phone'];
    $answer['region'] = '010';
    return json_encode($answer);
}
