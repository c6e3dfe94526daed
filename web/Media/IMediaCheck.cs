namespace Mihari.Web.Media;

/// <summary>Looks at bytes as they pass and says whether they are what they are called. Keeps a few bytes of state, no content.</summary>
internal interface IMediaCheck
{
    /// <summary>Takes the next bytes; false once it is certain that they are something else.</summary>
    bool Take(ReadOnlySpan<byte> bytes);

    /// <summary>Whether what was taken is whole.</summary>
    bool IsWhole { get; }
}
