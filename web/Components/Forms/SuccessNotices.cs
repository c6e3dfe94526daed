namespace Mihari.Web.Components.Forms;

/// <summary>Hands a page that is done the word for the next one, within a circuit.</summary>
internal sealed class SuccessNotices
{
    private string? _text;

    /// <summary>A notice has been left while its page is shown already.</summary>
    public event Action? Left;

    /// <summary>Leaves a notice, for instance <c>登録が完了しました。</c>, before going to the page that shows it, or on that page itself.</summary>
    public void Leave(string text)
    {
        _text = text;
        Left?.Invoke();
    }

    /// <summary>What is shown is of something before: whoever shows it shows it no more.</summary>
    public event Action? Withdrawn;

    /// <summary>Takes back what was left, shown or not, as the next thing begins on the same page.</summary>
    public void Withdraw()
    {
        _text = null;
        Withdrawn?.Invoke();
    }

    /// <summary>Takes the notice: it is shown once. Null where there is none.</summary>
    public string? Take()
    {
        var text = _text;
        _text = null;
        return text;
    }
}
