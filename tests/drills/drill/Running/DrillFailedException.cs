namespace Mihari.Tests.Drills.Running;

/// <summary>The drill could not be held: something did not come about that has to before the ledger means anything.</summary>
internal sealed class DrillFailedException(string message) : Exception(message);
