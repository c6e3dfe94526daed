namespace Mihari.Web.Components.Tokens;

/// <summary>The texts of access tokens: <c>TokensTexts.resx</c> beside this file.</summary>
public sealed class TokensTexts;
