<?php
const KEY_CODE = 'code';
function check($data) {
    if (empty($data['to'])) {
        throw new Exception('to');
    }
}
