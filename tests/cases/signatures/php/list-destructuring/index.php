<?php
function handler($event, $context) {
    ['to' => $to, 'code' => $code] = json_decode($event, true);
    return ['to' => $to, 'code' => $code];
}
