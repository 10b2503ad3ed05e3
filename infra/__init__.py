"""The Pulumi program: functions through pulumi-alicloud, registrations through a provider of our own, both from the registry.

Belongs here: resource arguments as data (`args`, `packages`), stack configuration, components, the program, and `provider`.
Does not belong here: deciding about registrations and flows, or calling a cloud; both are behind `sync.app`.
"""
