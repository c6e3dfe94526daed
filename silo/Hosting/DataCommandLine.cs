using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Mihari.Storage.Sqlite;
using Mihari.Storage.Transfer;

namespace Mihari.Silo.Hosting;

/// <summary>Runs the command that a program's first argument names, or else what the program does otherwise. Settings come from where they always do.</summary>
internal sealed partial class DataCommandLine(string program, IReadOnlyList<DataCommand> commands)
{
    /// <summary>The exit code of what was stopped by Ctrl-C or SIGTERM.</summary>
    private const int Stopped = 130;

    public async Task<int> RunAsync(string[] args, Func<Task<int>> otherwise, TextWriter? output = null, TextWriter? error = null)
    {
        if (args is ["--help" or "-h" or "help", ..] || (args.Length > 1 && commands.Any(c => c.Name == args[0]) && args.Skip(1).Any(a => a is "--help" or "-h")))
        {
            await (output ?? Console.Out).WriteLineAsync(Help());
            return 0;
        }

        // A setting may be written without dashes, as Web:Port=80; a word alone is a command.
        if (args is not [{ Length: > 0 } name, ..] || name[0] is '-' or '/' || name.Contains('=', StringComparison.Ordinal))
            return await otherwise();

        return await StartupProblem.Explained(() => Run(name, args[1..], output ?? Console.Out), error);
    }

    private async Task<int> Run(string name, string[] args, TextWriter output)
    {
        var command = commands.FirstOrDefault(c => c.Name == name)
            ?? throw new StartupRefusedException($"no such command: '{name}'; {program} has {string.Join(", ", commands.Select(c => c.Name))}, and --help");
        var (folder, settings) = Read(command, args);

        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddFilter("Mihari", LogLevel.Warning); // What it does it tells itself.
        command.Add(builder);
        using var host = builder.Build();
        host.Services.GetService<IStartupValidator>()?.Validate();

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await command.Run(host.Services, folder, new TransferProgress(output, TimeProvider.System), stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await output.WriteLineAsync($"{name} was stopped before its end");
            return Stopped;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or DatabaseException)
        {
            throw new StartupRefusedException($"{name} cannot go on ({e.Message.TrimEnd('.')})", e);
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private (string Folder, string[] Settings) Read(DataCommand command, string[] args)
    {
        string? folder = null;
        var settings = new List<string>();
        for (var n = 0; n < args.Length; n++)
        {
            if (args[n] == command.Option && n + 1 < args.Length && args[n + 1].Length > 0)
                folder = args[++n];
            else if (args[n].StartsWith(command.Option + "=", StringComparison.Ordinal) && args[n].Length > command.Option.Length + 1)
                folder = args[n][(command.Option.Length + 1)..];
            else if (args[n] == command.Option)
                throw new StartupRefusedException($"{command.Option} needs a folder");
            else if (Setting().IsMatch(args[n]))
                settings.Add(args[n]);
            else
                throw new StartupRefusedException($"no such option of {command.Name}: '{args[n]}'; it takes {command.Option} FOLDER and settings as --Section:Key=value");
        }

        return (folder ?? throw new StartupRefusedException($"{command.Name} needs {command.Option} FOLDER"), [.. settings]);
    }

    private string Help() => $"""
        usage: {program} [--Section:Key=value ...]
        {string.Join(Environment.NewLine, commands.Select(c => $"       {program} {c.Name} {c.Option} FOLDER [--Section:Key=value ...]"))}
        Without a command it serves.
        {string.Join(Environment.NewLine, commands.Select(c => $"  {c.Name,-8} {c.Summary}"))}
        Settings are those of docs/reference/configuration.md, also from the environment and appsettings.json.
        """;

    [GeneratedRegex(@"^(--|/)?[A-Za-z][A-Za-z0-9]*(:[A-Za-z0-9]+)+=", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();
}
