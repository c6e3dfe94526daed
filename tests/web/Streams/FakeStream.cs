using System.Collections.Concurrent;
using System.Threading.Channels;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Streams;
using Mihari.Tests.Web.Live;

namespace Mihari.Tests.Web.Streams;

/// <summary>
/// A stream's grain for one or more nodes: a camera may come with the token <see cref="CameraToken"/>, and every node is told where it
/// came to. The rules are the grain's own and are tested there.
/// </summary>
public sealed class FakeStream(StreamId id) : IStreamGrain
{
    public const string CameraToken = "the-cameras-secret";
    public const string FollowerToken = "the-followers-secret";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, IStreamNode> _nodes = [];
    private readonly HashSet<string> _tokens = [];
    private readonly Channel<string> _calls = System.Threading.Channels.Channel.CreateUnbounded<string>();
    private StreamCarrier? _carrier;
    private StreamState _state = StreamState.Asked;
    private StreamReason _reason;
    private long _version = 1;
    private int _runs;
    private int _given;

    /// <summary>What is thrown at one who watches.</summary>
    public Func<Caller, Exception?> Refusal { get; set; } = _ => null;

    public bool AdmitsNobody { get; set; }

    /// <summary>Runs before a call is answered, by the call's name.</summary>
    public ConcurrentDictionary<string, Func<Task>> Before { get; } = new();

    /// <summary>Every call, in order of their answers: <c>Watch</c>, <c>Leave</c>, <c>Drop run-1</c>, <c>Admit</c>…</summary>
    public ChannelReader<string> Calls => _calls.Reader;

    public StreamRequest? Request { get; private set; }

    public async Task<StreamStatus> Watch(Caller by, StreamRequest request, IStreamNode node)
    {
        await Answer("Watch");
        if (Refusal(by) is { } refusal)
            throw refusal;

        lock (_gate)
        {
            (_nodes[request.Node], Request) = (node, request);
            return Status(request.Node);
        }
    }

    public Task Leave(string node)
    {
        lock (_gate)
            _nodes.Remove(node);
        return Answer("Leave");
    }

    public async Task<CarryPermit?> Carry(string token, string node, Uri address)
    {
        await Answer("Carry");
        if (token != CameraToken)
            return null;

        CarryPermit permit;
        lock (_gate)
        {
            permit = new CarryPermit($"run-{++_runs}", Skew);
            (_carrier, _state, _reason) = (new StreamCarrier(permit.Run, node, address, ""), StreamState.Carried, StreamReason.None);
            Tell();
        }

        return permit;
    }

    public TimeSpan Skew { get; set; }

    public async Task Drop(string run)
    {
        await Answer($"Drop {run}");
        lock (_gate)
        {
            if (_carrier?.Run != run)
                return;

            (_carrier, _state, _reason) = (null, id.IsLive ? StreamState.Asked : StreamState.Ended, id.IsLive ? StreamReason.None : StreamReason.Finished);
            Tell();
        }
    }

    public async Task<bool> Admit(string run, string token)
    {
        await Answer("Admit");
        lock (_gate)
            return !AdmitsNobody && run == _carrier?.Run && _tokens.Remove(token);
    }

    /// <summary>Says where the stream stands.</summary>
    public void Say(StreamState state, StreamReason reason)
    {
        lock (_gate)
        {
            (_carrier, _state, _reason) = (null, state, reason);
            Tell();
        }
    }

    /// <summary>The next call of that name.</summary>
    public async Task<string> Next(string call)
    {
        while (await _calls.Reader.ReadAsync().AsTask().WaitAsync(Wait.Long) is var made)
        {
            if (made.StartsWith(call, StringComparison.Ordinal))
                return made;
        }

        throw new InvalidOperationException("no more calls");
    }

    private async Task Answer(string call)
    {
        if (Before.TryGetValue(call.Split(' ')[0], out var before))
            await before();
        _calls.Writer.TryWrite(call);
    }

    private void Tell()
    {
        _version++;
        foreach (var (name, node) in _nodes)
            _ = node.OnStreamChanged(id, Status(name));
    }

    private StreamStatus Status(string node)
    {
        if (_carrier is not { } carrier || carrier.Node == node)
            return new StreamStatus(_version, _state, _reason, _carrier);

        var token = $"{FollowerToken}-{++_given}";
        _tokens.Add(token);
        return new StreamStatus(_version, _state, _reason, carrier with { Token = token });
    }
}
