namespace Mihari.Web.Components.Rooms;

/// <summary>The texts of rooms: <c>RoomsTexts.resx</c> beside this file.</summary>
public sealed class RoomsTexts;
