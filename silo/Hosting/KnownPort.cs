namespace Mihari.Silo.Hosting;

/// <summary>A port that the program opens; register one for each, so that a taken one can be told by the key that changes it.</summary>
/// <param name="Port">Its number; 0 is any free one.</param>
/// <param name="Key">The configuration key that sets it.</param>
/// <param name="Address">The address that it is opened on.</param>
public sealed record KnownPort(int Port, string Key, string Address);
