using System.Buffers;
using Mihari.Media;

namespace Mihari.Storage.Media;

/// <summary>The rules of keys and promises, the same for every provider.</summary>
internal static class MediaRules
{
    private const int KeyLength = 200;
    private const int HashLength = 64;

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./");

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <exception cref="ArgumentException">The key breaks the rule.</exception>
    public static void CheckKey(string key)
    {
        if (key is not { Length: >= 1 and <= KeyLength } || key.AsSpan().ContainsAnyExcept(KeyCharacters) || Array.Exists(key.Split('/'), part => part is "" or "." or ".."))
            throw new ArgumentException($"a media key is 1 to {KeyLength} letters, digits, '-', '_', '.' and '/', without an empty, '.' or '..' part", nameof(key));
    }

    /// <summary>The file name's extension for a promised content type.</summary>
    /// <exception cref="ArgumentException">The promise is none.</exception>
    public static string Check(MediaPromise promise)
    {
        if (promise.Length < 0)
            throw new ArgumentException("a length is not negative", nameof(promise));
        if (promise.Sha256 is not { Length: HashLength } || promise.Sha256.AsSpan().ContainsAnyExcept(HexDigits))
            throw new ArgumentException($"a hash is {HashLength} lower-case hex digits", nameof(promise));

        return promise.ContentType switch
        {
            "video/mp4" => ".mp4",
            "image/jpeg" => ".jpg",
            "message/rfc822" => ".eml",
            _ => throw new ArgumentException("media are video/mp4, image/jpeg or message/rfc822", nameof(promise)),
        };
    }
}
