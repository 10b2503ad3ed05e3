<?php
class Job {
    public function __construct(private array $data, private $lang = 'zh') {}
    public function run() {
        return ['id' => $this->data['id'], 'lang' => $this->lang];
    }
}
function handler($event, $context) {
    return (new Job(json_decode($event, true)))->run();
}
