namespace Mihari.Silo.Hosting;

/// <summary>What the person who starts the program has to mend first; the message is the one line that says so.</summary>
public sealed class StartupRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Ends a program that is running already as one that could not start: work that begins after the silo may find that it can't be done.</summary>
public sealed class StartupRefusal(IHostApplicationLifetime lifetime)
{
    /// <summary>Why; null while there is nothing to refuse.</summary>
    public StartupRefusedException? Reason { get; private set; }

    /// <summary>Stops the host; <see cref="StartupProblem.RunAsync"/> then says the reason and ends with its exit code.</summary>
    public void Refuse(StartupRefusedException reason)
    {
        Reason = reason;

        // Not sooner: what is still starting would be torn, and would tell of that.
        lifetime.ApplicationStarted.Register(lifetime.StopApplication);
    }
}
