using System.Diagnostics;

namespace Mihari.Tests.System.Processes;

/// <summary>A program of the product in a process of its own; all that it writes is kept, line by line.</summary>
internal sealed class ProgramProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _errorsEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProgramProcess(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;

        Output = new EventLog<string>(Path.GetFileName(program));
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Take(e.Data, Output, _outputEnded);
        _process.ErrorDataReceived += (_, e) => Take(e.Data, Errors, _errorsEnded);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public EventLog<string> Output { get; }

    public EventLog<string> Errors { get; } = new("standard error");

    /// <summary>The last moment in which it was alive for certain is the one before this returns.</summary>
    public void Kill() => _process.Kill();

    public void Signal(int signal) => Signals.Send(_process.Id, signal);

    /// <summary>A line that contains a text; where the program ends before it comes, that is told with what it wrote.</summary>
    public async Task<string> Line(string text, TimeSpan patience, int from = 0)
    {
        var line = Output.Find(one => one.Contains(text, StringComparison.Ordinal), patience, from, $"'{text}'");
        using var stop = new CancellationTokenSource();
        var end = _process.WaitForExitAsync(stop.Token);
        if (await Task.WhenAny(line, end) == line)
        {
            await stop.CancelAsync();
            return await line;
        }

        await Ended(Patience);
        return Output.All.Skip(from).FirstOrDefault(one => one.Contains(text, StringComparison.Ordinal))
            ?? throw new Xunit.Sdk.XunitException($"the program ended with {_process.ExitCode} before '{text}' came:\n{string.Join('\n', Output.All.Concat(Errors.All).TakeLast(40))}");
    }

    /// <summary>Its exit code, once it and all that hold its output are gone.</summary>
    public async Task<int> Ended(TimeSpan patience)
    {
        await Task.WhenAll(_process.WaitForExitAsync(), _outputEnded.Task, _errorsEnded.Task).WaitAsync(patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static void Take(string? line, EventLog<string> log, TaskCompletionSource ended)
    {
        if (line is null)
            ended.TrySetResult();
        else
            log.Add(line);
    }
}
