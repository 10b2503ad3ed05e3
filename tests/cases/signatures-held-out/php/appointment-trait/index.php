<?php
trait ReadsInput
{
    private $input = [];

    protected function load($event)
    {
        $this->input = json_decode($event, true) ?: [];
    }

    protected function str($name, $default = '')
    {
        return isset($this->input[$name]) ? trim($this->input[$name]) : $default;
    }
}

class Appointment
{
    use ReadsInput;

    public function __invoke($event)
    {
        $this->load($event);
        $phone = $this->str('phone');
        if (strlen($phone) < 11) {
            return ['booked' => 'N', 'error' => 'phone too short'];
        }
        return ['booked' => 'Y', 'slot' => $this->str('slot', '09:00'), 'day' => $this->str('day', date('Y-m-d'))];
    }
}

function handler($event, $context)
{
    $run = new Appointment();
    return $run($event);
}
