<?php
function handler($event, $context) {
    return 'x';
}
