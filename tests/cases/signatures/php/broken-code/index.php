<?php
function handler($event, $context) {
    $evt = json_decode($event, true;
    return $evt['to'];
}
