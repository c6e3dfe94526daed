using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Orleans.Runtime.Messaging;

namespace Mihari.Web.Api;

/// <summary>
/// Turns what was thrown into RFC 9457 problems. A problem about an id never repeats the id and carries nothing that
/// differs between an id of somebody else's and one that does not exist (design, rule 7).
/// </summary>
internal sealed partial class Problems(ILogger<Problems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!Sessions.IsForPrograms(httpContext.Request.Path))
            return false;

        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
            return true; // Nobody is there to read an answer.

        var problem = Of(exception);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
        {
            problem.Extensions["traceId"] = httpContext.TraceIdentifier;
            Failed(httpContext.Request.Method, httpContext.TraceIdentifier, exception);
        }

        await Write(httpContext, problem);
        return true;
    }

    /// <summary>The problem that an exception becomes.</summary>
    public static ProblemDetails Of(Exception exception) => exception switch
    {
        UnknownIdException e => Problem(StatusCodes.Status404NotFound, "Not found", e.Message),
        NotPermittedException e => Problem(StatusCodes.Status403Forbidden, "Not permitted", e.Message),
        NotInPlanException e => Problem(StatusCodes.Status403Forbidden, "Not in the plan", e.Message),
        InvalidInputException e => Problem(StatusCodes.Status400BadRequest, "Invalid input", e.Message, e.Field, e.Rule),
        ConflictException e => Problem(StatusCodes.Status409Conflict, "Conflict", e.Message, e.Field, e.Rule),
        RefusalException e => Problem(StatusCodes.Status400BadRequest, "Refused", e.Message),
        BadHttpRequestException { InnerException: JsonException { Path: ['$', '.', .. var field] } } => Problem(
            StatusCodes.Status400BadRequest, "Invalid input", $"{field}: is not what the description says", field, "is not what the description says"),
        BadHttpRequestException e => Problem(e.StatusCode, Title(e.StatusCode), null),
        TimeoutException or OrleansException or ConnectionFailedException => Problem(StatusCodes.Status503ServiceUnavailable, "Not available", "the server cannot answer just now: try again"),
        _ => Problem(StatusCodes.Status500InternalServerError, "Error", "the server failed; its log has the details under the trace id"),
    };

    /// <summary>What was thrown, as an answer.</summary>
    public static Task Answer(HttpContext context, RefusalException refusal) => Write(context, Of(refusal));

    /// <summary>A problem to answer with, told apart from others by nothing but what is given.</summary>
    public static Task Answer(HttpContext context, int status, string detail, params ReadOnlySpan<KeyValuePair<string, object?>> extensions)
    {
        var problem = Problem(status, Title(status), detail);
        foreach (var (key, value) in extensions)
            problem.Extensions[key] = value;

        return Write(context, problem);
    }

    /// <summary>A problem whose rule has a name of its own.</summary>
    public static Task Answer(HttpContext context, int status, string title, string detail) => Write(context, Problem(status, title, detail));

    /// <summary>A problem for a status that came without a body, as 401 and 405 do.</summary>
    public static Task WriteBare(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return Write(context, Problem(status, Title(status), null));
    }

    private static Task Write(HttpContext context, ProblemDetails problem)
    {
        context.Response.StatusCode = problem.Status!.Value;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json", context.RequestAborted);
    }

    private static ProblemDetails Problem(int status, string title, string? detail, string? field = null, string? rule = null)
    {
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail };
        if (field is not null)
        {
            problem.Extensions["field"] = field;
            problem.Extensions["rule"] = rule;
        }

        return problem;
    }

    private static string Title(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "Bad request",
        StatusCodes.Status401Unauthorized => "Not signed in",
        StatusCodes.Status403Forbidden => "Not permitted",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status405MethodNotAllowed => "Method not allowed",
        StatusCodes.Status413PayloadTooLarge => "Too large",
        StatusCodes.Status415UnsupportedMediaType => "Unsupported media type",
        StatusCodes.Status423Locked => "Locked",
        StatusCodes.Status429TooManyRequests => "Too many attempts",
        _ => ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : string.Create(CultureInfo.InvariantCulture, $"Status {status}"),
    };

    [LoggerMessage(3100, LogLevel.Error, "A {Method} request failed; trace id {TraceId}")]
    private partial void Failed(string method, string traceId, Exception exception);
}
