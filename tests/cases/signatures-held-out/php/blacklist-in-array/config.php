<?php
return [
    'global' => ['13800000000'],
    'night' => ['13900000000'],
];
