using Mihari.Agent.Media;

namespace Mihari.Agent.Streams;

/// <summary>Where the fragments of a stream come from. One caller at a time.</summary>
internal interface IFragmentSource
{
    /// <summary>For the log.</summary>
    string Name { get; }

    /// <summary>The longest that the server may take for one fragment.</summary>
    TimeSpan Patience { get; }

    /// <summary>How soon the server has to answer a ping; infinite where it may have stopped to read.</summary>
    TimeSpan PongWithin { get; }

    /// <summary>The next fragment, as a completed task where there is one now; null where there will be no more.</summary>
    Task<CapturedFragment?> Next(CancellationToken cancellation);
}
