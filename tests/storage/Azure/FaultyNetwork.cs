using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace Mihari.Tests.Storage.Azure;

/// <summary>Passes requests on, and lets those fail that a test has planned for, each plan once for each of its faults.</summary>
internal sealed class FaultyNetwork(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly ConcurrentQueue<Plan> _plans = new();

    /// <summary>What was sent and when, in order.</summary>
    public ConcurrentQueue<(string Request, long At)> Sent { get; } = new();

    /// <summary>Answers the next requests that a test means with a status, before they reach the store.</summary>
    public void Answer(Func<HttpRequestMessage, bool> which, HttpStatusCode status, int times = 1, TimeSpan? retryAfter = null) =>
        Add(which, times, (_, _) =>
        {
            var answer = new HttpResponseMessage(status) { Content = new StringContent("") };
            if (retryAfter is { } pause)
                answer.Headers.RetryAfter = new RetryConditionHeaderValue(pause);
            return Task.FromResult(answer);
        });

    /// <summary>Never answers the next requests; they don't reach the store either.</summary>
    public void Hang(Func<HttpRequestMessage, bool> which, int times = 1) => Add(which, times, async (_, cancel) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        throw new InvalidOperationException("never");
    });

    /// <summary>Does to the next requests what is asked of it, and loses the store's answers.</summary>
    public void LoseAnswer(Func<HttpRequestMessage, bool> which, int times = 1, Func<Task>? meanwhile = null) => Add(which, times, async (pass, _) =>
    {
        using (await pass())
        {
        }

        if (meanwhile is not null)
            await meanwhile();
        throw new HttpRequestException("the connection was reset");
    });

    /// <summary>Runs something before the next such request reaches the store.</summary>
    public void Before(Func<HttpRequestMessage, bool> which, Func<Task> work) => Add(which, 1, async (pass, _) =>
    {
        await work();
        return await pass();
    });

    /// <summary>Holds the next requests back until something has happened.</summary>
    public void Hold(Func<HttpRequestMessage, bool> which, int times, Task until) => Add(which, times, async (pass, cancel) =>
    {
        await until.WaitAsync(cancel);
        return await pass();
    });

    /// <summary>All plans have come to pass.</summary>
    public bool Done => _plans.All(plan => plan.Left <= 0);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.RequestUri!.IsLoopback)
            throw new InvalidOperationException($"a test speaks to {request.RequestUri.Host}");

        Sent.Enqueue(($"{request.Method} {request.RequestUri.PathAndQuery}", TimeProvider.System.GetTimestamp()));
        return _plans.FirstOrDefault(plan => plan.Takes(request)) is { } planned
            ? await planned.Fault(() => base.SendAsync(request, cancellationToken), cancellationToken)
            : await base.SendAsync(request, cancellationToken);
    }

    private void Add(Func<HttpRequestMessage, bool> which, int times, Func<Func<Task<HttpResponseMessage>>, CancellationToken, Task<HttpResponseMessage>> fault) =>
        _plans.Enqueue(new Plan(which, times, fault));

    private sealed class Plan(Func<HttpRequestMessage, bool> which, int times, Func<Func<Task<HttpResponseMessage>>, CancellationToken, Task<HttpResponseMessage>> fault)
    {
        private int _left = times;

        public int Left => _left;

        public Func<Func<Task<HttpResponseMessage>>, CancellationToken, Task<HttpResponseMessage>> Fault { get; } = fault;

        public bool Takes(HttpRequestMessage request) => which(request) && Interlocked.Decrement(ref _left) >= 0;
    }
}
