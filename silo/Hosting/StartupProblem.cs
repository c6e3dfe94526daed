using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Mihari.Storage;

namespace Mihari.Silo.Hosting;

/// <summary>What can be wrong around the program as it starts, said in one line that names the key and what to do.</summary>
public static class StartupProblem
{
    /// <summary>The exit code for a problem that the person who starts the program can mend.</summary>
    public const int ExitCode = 2;

    /// <summary>
    /// Builds and runs a host. A wrong configuration value, a taken port or an unusable data folder is written to standard
    /// error as one line and ends with <see cref="ExitCode"/>; anything else is thrown on.
    /// </summary>
    /// <param name="build">Makes the host.</param>
    /// <param name="error">Where the line goes; standard error where none is given.</param>
    public static Task<int> RunAsync(Func<WebApplication> build, TextWriter? error = null) => Explained(async () =>
    {
        // Outlives the host: what hangs may be the disposal of one of its parts.
        using var limit = StopLimit.OfThisProcess();
        await using var app = build();
        app.Lifetime.ApplicationStopping.Register(limit.Begin);
        app.Services.GetService<IStartupValidator>()?.Validate();

        // Before the ports: a Mihari that has the folder has them too, and the folder tells its process.
        if (app.Services.GetService<IOptions<StorageOptions>>() is { } storage)
            storage.Value.RefuseFolderInUse();
        CheckPorts([.. app.Services.GetServices<KnownPort>().Where(port => port.Port != 0)]);
        var refusal = app.Services.GetService<StartupRefusal>();
        try
        {
            await app.RunAsync();
        }
        finally
        {
            // Where the start failed nobody has asked for a stop.
            limit.Begin();
        }

        return refusal?.Reason is { } refused ? throw refused : 0;
    }, error);

    /// <summary>Runs what a program does, with files that are its user's alone; its problems end as those of <see cref="RunAsync"/>.</summary>
    internal static async Task<int> Explained(Func<Task<int>> work, TextWriter? error)
    {
        PrivateFiles.Only();
        try
        {
            return await work();
        }
        catch (Exception e) when (Explain(e) is { } line)
        {
            await (error ?? Console.Error).WriteLineAsync(line);
            return ExitCode;
        }
    }

    /// <summary>The one line for an exception, or null where it is no problem of the program's surroundings.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException wrong => $"mihari: {OneLine(string.Join("; ", wrong.Failures))}",
        StorageUnavailableException storage => $"mihari: {OneLine(storage.Message)}",
        PortTakenException port => $"mihari: {OneLine(port.Message)}",
        StartupRefusedException refused => $"mihari: {OneLine(refused.Message)}",
        InvalidOperationException conversion when conversion.Message.Contains("configuration value", StringComparison.OrdinalIgnoreCase) => $"mihari: {OneLine(ExpectedValue.Retold(conversion.Message) ?? conversion.Message)}",
        FormatException or InvalidDataException when exception.StackTrace?.Contains("Extensions.Configuration", StringComparison.Ordinal) == true => $"mihari: the configuration cannot be read: {OneLine(exception.Message)}",
        AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse or SocketError.AccessDenied or SocketError.AddressNotAvailable } => $"mihari: {OneLine(exception.Message)}",
        AggregateException several => several.InnerExceptions.Select(Explain).FirstOrDefault(line => line is not null),
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };

    /// <summary>Opens and closes each port once, before the silo and everything else is started in vain.</summary>
    private static void CheckPorts(IReadOnlyList<KnownPort> ports)
    {
        foreach (var port in ports)
        {
            if (ports.FirstOrDefault(other => other != port && other.Port == port.Port) is { } twin)
                throw new PortTakenException($"{port.Key} and {twin.Key} are both {port.Port}: set one of them to another port", null);
            var address = IPAddress.TryParse(port.Address, out var parsed) ? parsed : IPAddress.Any;
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                // Without ReuseAddress: on Linux .NET makes SO_REUSEPORT of it, and the port of another silo, which has that
                // too, would look free. A closed connection that lingers is no obstacle: .NET itself sees to that.
                socket.Bind(new IPEndPoint(address, port.Port));
                socket.Listen();
            }
            catch (SocketException e)
            {
                throw new PortTakenException(Describe(port, e), e);
            }
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();

    private static string Describe(KnownPort port, SocketException problem) => problem.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => $"port {port.Port} on {port.Address} is taken by another program: stop it, or set {port.Key}{Option(port.Key)} to another port",
        SocketError.AccessDenied => $"port {port.Port} on {port.Address} may not be opened by this user: set {port.Key} to a port above 1023",
        _ => $"port {port.Port} on {port.Address} cannot be opened ({problem.Message}): check {port.Key} and the address beside it",
    };

    /// <summary>Most people start the server by the script, which has options of its own.</summary>
    private static string Option(string key) => key switch
    {
        "Web:Port" => " (./run --port)",
        "Gateway:Port" => " (./run --mqtt-port)",
        _ => "",
    };

    private sealed class PortTakenException(string message, SocketException? inner) : Exception(message, inner);
}
