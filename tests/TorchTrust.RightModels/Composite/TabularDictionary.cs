namespace TorchTrust.RightModels.Composite;

/// <summary>Takes a table's columns by name and gives several answers by name; derives from Module itself.</summary>
internal sealed class TabularDictionary : Module
{
    private readonly Module<Tensor, Tensor> _city = Embedding(7, 4);
    private readonly Module<Tensor, Tensor> _day = Embedding(7, 2);
    private readonly Module<Tensor, Tensor> _body = Sequential(Linear(9, 16), ReLU());
    private readonly Module<Tensor, Tensor> _price = Linear(16, 1);
    private readonly Module<Tensor, Tensor> _sold = Linear(16, 1);

    public TabularDictionary()
        : base(nameof(TabularDictionary)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new TabularDictionary()).WithInputs(n =>
        [
            new Dictionary<string, Tensor>
            {
                ["city"] = Make.Tokens(7, n),
                ["day"] = Make.Tokens(7, n),
                ["measures"] = randn(n, 3),
            },
        ]);
        return new RightModel(
            nameof(TabularDictionary),
            undeclared,
            undeclared.WithLoss<Dictionary<string, Tensor>>((_, output) =>
            {
                using Tensor price = Losses.Regression(output["price"]);
                using Tensor half = full_like(output["sold"], 0.25);
                using Tensor sold = F.binary_cross_entropy_with_logits(output["sold"], half);
                return price + sold;
            }),
            "A dictionary goes in and another comes out, some of its tensors integers, and there is no call, "
                + "only a forward.");
    }

    public Dictionary<string, Tensor> forward(Dictionary<string, Tensor> columns)
    {
        using var scope = NewDisposeScope();
        Tensor row = cat([_city.call(columns["city"]), _day.call(columns["day"]), columns["measures"]], dim: 1);
        Tensor features = _body.call(row);
        return new Dictionary<string, Tensor>
        {
            ["price"] = _price.call(features).squeeze(1).MoveToOuterDisposeScope(),
            ["sold"] = _sold.call(features).squeeze(1).MoveToOuterDisposeScope(),
        };
    }
}
