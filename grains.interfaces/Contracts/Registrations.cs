using System.Collections.Immutable;
using Mihari.Identifiers;

namespace Mihari.Contracts;

/// <summary>What is registered of the numbers and devices that were asked for; those that are not are left out.</summary>
/// <param name="Contracts">The contracts.</param>
/// <param name="Devices">The devices.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Registrations")]
public sealed record Registrations(
    [property: Id(0)] ImmutableArray<RegisteredContract> Contracts,
    [property: Id(1)] ImmutableArray<RegisteredDevice> Devices);

/// <summary>A contract that is registered.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="IsDeleted">Whether it is deleted, and so has to be restored before it can be used.</param>
/// <param name="Devices">The devices shipped with it, deleted ones included.</param>
/// <param name="Deleted">Those of them that are deleted by themselves.</param>
[GenerateSerializer, Immutable, Alias("Mihari.RegisteredContract")]
public sealed record RegisteredContract(
    [property: Id(0)] ContractNumber Number,
    [property: Id(1)] CustomerId Customer,
    [property: Id(2)] bool IsDeleted,
    [property: Id(3)] ImmutableArray<DeviceId> Devices,
    [property: Id(4)] ImmutableArray<DeviceId> Deleted);

/// <summary>A device that is registered.</summary>
/// <param name="Device">The device.</param>
/// <param name="Contract">The contract that it was shipped with.</param>
/// <param name="HasConnected">Whether it was ever connected, with whatever key.</param>
[GenerateSerializer, Immutable, Alias("Mihari.RegisteredDevice")]
public sealed record RegisteredDevice(
    [property: Id(0)] DeviceId Device,
    [property: Id(1)] ContractNumber Contract,
    [property: Id(2)] bool HasConnected = false);
