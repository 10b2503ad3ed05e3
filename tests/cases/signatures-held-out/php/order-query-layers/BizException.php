<?php
class BizException extends Exception
{
}
