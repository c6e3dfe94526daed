namespace Mihari.Tests.Fleet.Cameras;

/// <summary>A span without a greeted connection, by <see cref="Clock"/>.</summary>
public readonly record struct Outage(TimeSpan From, TimeSpan To);
