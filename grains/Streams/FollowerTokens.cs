using Mihari.Grains.Capture;

namespace Mihari.Grains.Streams;

/// <summary>What nodes show to the one that carries a stream: each good once and for a few seconds. In memory only.</summary>
internal sealed class FollowerTokens
{
    /// <summary>How long one is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(40);

    /// <summary>More nodes than these do not begin to follow one stream within a token's life.</summary>
    private const int Most = 256;

    private readonly Queue<(string Token, DateTimeOffset Until)> _given = new();

    public string New(DateTimeOffset now)
    {
        while (_given.TryPeek(out var oldest) && (oldest.Until <= now || _given.Count >= Most))
            _given.Dequeue();

        var token = CaptureIds.NewToken();
        _given.Enqueue((token, now + Life));
        return token;
    }

    /// <summary>Whether the token is good; it is not any more afterwards.</summary>
    public bool Take(string token, DateTimeOffset now)
    {
        var found = false;
        for (var left = _given.Count; left > 0; left--)
        {
            var one = _given.Dequeue();
            if (!found && one.Until > now && CaptureIds.SameToken(one.Token, token))
                found = true;
            else
                _given.Enqueue(one);
        }

        return found;
    }
}
