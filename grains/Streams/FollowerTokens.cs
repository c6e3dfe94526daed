using Mihari.Grains.Capture;
using Mihari.Grains.Media;

namespace Mihari.Grains.Streams;

/// <summary>What nodes show to the one that carries a stream: each good once and for a few seconds. In memory only.</summary>
internal sealed class FollowerTokens
{
    /// <summary>How long one is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(40);

    private readonly Dictionary<string, (string Token, DateTimeOffset Until)> _given = new(StringComparer.Ordinal);

    /// <summary>A node's token: the one that it has not used yet, so that many viewers on it need no more than one, or a new one.</summary>
    public string For(string node, DateTimeOffset now)
    {
        foreach (var (name, given) in _given)
        {
            if (given.Until <= now)
                _given.Remove(name);
        }

        if (_given.TryGetValue(node, out var known) && known.Until - now > Life / 2)
            return known.Token;

        var token = MediaTokens.New();
        _given[node] = (token, now + Life);
        return token;
    }

    /// <summary>Whether the token is good; it is not any more afterwards.</summary>
    public bool Take(string token, DateTimeOffset now)
    {
        string? owner = null;
        foreach (var (node, given) in _given)
        {
            if (MediaTokens.AreSame(given.Token, token) && given.Until > now)
                owner = node;
        }

        return owner is not null && _given.Remove(owner);
    }
}
