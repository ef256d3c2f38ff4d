namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>The optimizer holds the first layer only.</summary>
internal static class HeadNotInOptimizer
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.Adam(((nn.Module)model[0]).parameters(), lr: 1e-2); // fault
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward();
                optimizer.step();
            }

            Digits.Accuracy(model);
        }
    }
}
