<?php
class Job {
    private $data;
    public function __construct($data) {
        $this->data = $data;
    }
    public function run() {
        if (!isset($this->data['id'])) {
            throw new Exception('id');
        }
        return ['id' => $this->data['id']];
    }
}
function handler($event, $context) {
    $job = new Job(json_decode($event, true));
    return $job->run();
}
