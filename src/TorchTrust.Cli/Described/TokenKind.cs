namespace TorchTrust.Cli.Described;

/// <summary>The kinds of words that the options of a model are made of.</summary>
internal enum TokenKind
{
    /// <summary>A name or a keyword.</summary>
    Name,

    /// <summary>A number, with its suffix, without a sign.</summary>
    Number,

    /// <summary>A text in quotes; its value is without them.</summary>
    Text,

    /// <summary>A character in quotes.</summary>
    Letter,

    /// <summary>One of the signs between them, such as <c>(</c> or <c>..</c>.</summary>
    Sign,

    /// <summary>Nothing more.</summary>
    End,
}
