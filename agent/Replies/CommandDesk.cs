using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Mihari.Agent.Link;
using Mihari.Protocol;

namespace Mihari.Agent.Replies;

/// <summary>Does one command; a <see cref="CommandFailedException"/> becomes the error of the reply.</summary>
internal delegate Task<JsonElement?> CommandHandler(Command command, CancellationToken cancellation);

/// <summary>
/// Receives the commands of a camera: checks expiry, answers a repeated id with its first reply, runs the rest beside
/// each other, and puts each reply into the outbox. A repeated command that is still being worked on joins it.
/// </summary>
internal sealed partial class CommandDesk(
    string device, ReplyTable table, Outbox outbox, IReadOnlyDictionary<string, CommandHandler> handlers, TimeProvider time, ILogger logger)
{
    /// <summary>Commands at once; one more is answered <c>busy</c>, which is not remembered.</summary>
    public const int MaxAtOnce = 16;

    private readonly HashSet<Task> _running = [];
    private readonly Lock _lock = new();

    /// <summary>Reads the arguments of a command.</summary>
    /// <exception cref="CommandFailedException"><c>badArguments</c>.</exception>
    public static T Arguments<T>(Command command, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return command.Args?.Deserialize(type) ?? throw new CommandFailedException(ErrorCodes.BadArguments, "arguments are missing");
        }
        catch (JsonException e)
        {
            throw new CommandFailedException(ErrorCodes.BadArguments, $"not valid at {e.Path ?? "$"}");
        }
    }

    /// <summary>Takes a message from the command topic and returns at once.</summary>
    public void Take(byte[] payload, CancellationToken cancellation)
    {
        if (!Wire.TryRead(payload, WireJson.Default.Command, out var command, out var problem) || command!.Id.Length is 0 or > 64)
        {
            CommandUnreadable(logger, device, problem ?? "an id of 1 to 64 characters is needed");
            return;
        }

        if (!table.TryBegin(command.Id, out var first))
        {
            if (first is not null)
                outbox.Add(Channel.Reply, Wire.Write(first, WireJson.Default.Reply));
            return;
        }

        lock (_lock)
        {
            _running.RemoveWhere(t => t.IsCompleted);
            if (_running.Count >= MaxAtOnce)
            {
                table.Abandon(command.Id);
                outbox.Add(Channel.Reply, Wire.Write(Failure(command.Id, ErrorCodes.Busy, "too many commands at once"), WireJson.Default.Reply));
                return;
            }

            _running.Add(Task.Run(() => Do(command, cancellation), CancellationToken.None));
        }
    }

    /// <summary>Completes when no command is being worked on.</summary>
    public Task Drained()
    {
        lock (_lock)
            return Task.WhenAll(_running);
    }

    private async Task Do(Command command, CancellationToken cancellation)
    {
        Reply reply;
        try
        {
            if (command.Expires <= time.GetUtcNow())
                throw new CommandFailedException(ErrorCodes.Expired, "the command came too late");
            if (!handlers.TryGetValue(command.Name, out var handler))
                throw new CommandFailedException(ErrorCodes.UnknownCommand, "this device has no such command");

            reply = new Reply { Command = command.Id, Ok = true, Result = await handler(command, cancellation) };
        }
        catch (CommandFailedException e)
        {
            reply = Failure(command.Id, e.Code, e.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            table.Abandon(command.Id);
            return;
        }
        catch (Exception e)
        {
            CommandFailed(logger, device, command.Name, e);
            reply = Failure(command.Id, ErrorCodes.Internal, "the device failed; its log says how");
        }

        CommandDone(logger, device, command.Name, reply.Error?.Code ?? "ok");
        table.Finish(reply);
        outbox.Add(Channel.Reply, Wire.Write(reply, WireJson.Default.Reply));
    }

    private static Reply Failure(string id, string code, string message) =>
        new() { Command = id, Ok = false, Error = new ReplyError { Code = code, Message = message } };

    [LoggerMessage(4501, LogLevel.Warning, "{Device}: a command that cannot be read: {Problem}")]
    private static partial void CommandUnreadable(ILogger logger, string device, string problem);

    [LoggerMessage(4502, LogLevel.Error, "{Device}: {Name} failed")]
    private static partial void CommandFailed(ILogger logger, string device, string name, Exception exception);

    [LoggerMessage(4503, LogLevel.Information, "{Device}: {Name}: {Outcome}")]
    private static partial void CommandDone(ILogger logger, string device, string name, string outcome);
}
