<?php
class Keys {
    const TO = 'to';
}
function handler($event, $context) {
    $evt = json_decode($event, true);
    return ['v' => $evt[Keys::TO]];
}
