// Drives the simulated exchange with a second client that is not ours, written by other people than the first.
//   node drive_binance.mjs PATH/TO/gridhedge
// Prints a line for each step; the last says how many passed. Exit code 0 when all did.
import { MainClient, USDMClient, WebsocketAPIClient, WebsocketClient } from 'binance';
import { judge, must } from './judge.mjs';

const { place, step, broke, finish } = await judge(process.argv[2], {
  patience: 10,
  words: (error) => JSON.stringify(error.body ?? error.message ?? error),
});
const keys = { api_key: place.api_key, api_secret: place.api_secret, beautifyResponses: false };
const silent = { trace() {}, info() {}, error() {} };
const SYMBOL = 'BTCUSDT';

async function refused(code, work) {
  try {
    await work();
  } catch (error) {
    must((error.code ?? error.body?.code) === code, `${code}, got ${JSON.stringify(error.body ?? error.message)}`);
    return;
  }
  throw new Error(`expected ${code}, nothing was refused`);
}

async function futures(x) {
  const info = (await x.getExchangeInfo()).symbols[0];
  const tick = Number(info.filters.find((f) => f.filterType === 'PRICE_FILTER').tickSize);
  const best = await x.getSymbolOrderBookTicker({ symbol: SYMBOL });
  const low = Math.round(Number(best.bidPrice) * 0.97);
  const order = { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTX', quantity: 0.01 };
  let made;
  await step('futures prices lie on ticks', async () => {
    const ticks = Number(best.bidPrice) / tick;
    must(Math.abs(ticks - Math.round(ticks)) < 1e-6, `${best.bidPrice} on ${tick}`);
  });
  await step('futures join the bid', async () => {
    must((await x.submitNewOrder({ ...order, price: best.bidPrice })).orderId, 'an order');
    await x.cancelAllOpenOrders({ symbol: SYMBOL });
  });
  await step('futures priceMatch', async () => {
    const queued = await x.submitNewOrder({ ...order, priceMatch: 'QUEUE' });
    must(queued.priceMatch === 'QUEUE', 'priceMatch QUEUE');
    await x.cancelAllOpenOrders({ symbol: SYMBOL });
  });
  await step('futures modify and its history', async () => {
    made = await x.submitNewOrder({ ...order, price: low });
    await x.modifyOrder({ symbol: SYMBOL, side: 'BUY', orderId: made.orderId, quantity: 0.02, price: low - 1 });
    const [change] = await x.getOrderModifyHistory({ symbol: SYMBOL, orderId: made.orderId });
    must(Number(change.amendment.price.after) === low - 1, 'the new price');
  });
  await step('futures batch', async () => {
    const one = { ...order, quantity: '0.01' };
    const both = await x.submitMultipleOrders([{ ...one, price: String(low) }, { ...one, price: '1' }]);
    must(both[0].orderId && both[1].code === -4013, 'one order and one refusal');
    const gone = await x.cancelMultipleOrders({ symbol: SYMBOL, orderIdList: [both[0].orderId, made.orderId] });
    must(gone.every((o) => o.status === 'CANCELED'), 'both canceled');
  });
  await step('futures conditional order', async () => {
    const stop = { algoType: 'CONDITIONAL', symbol: SYMBOL, side: 'SELL', type: 'STOP_MARKET' };
    await x.submitNewAlgoOrder({ ...stop, quantity: '0.01', triggerPrice: String(low) });
    must((await x.getOpenAlgoOrders({ symbol: SYMBOL })).length === 1, 'one');
    await x.cancelAllAlgoOpenOrders({ symbol: SYMBOL });
  });
  await step('futures refusals', async () => {
    await refused(-4014, () => x.submitNewOrder({ ...order, price: low + tick / 2 }));
    await refused(-2011, () => x.cancelOrder({ symbol: SYMBOL, orderId: 7 }));
    await refused(-1022, () => new USDMClient({ ...keys, api_secret: 'wrong', baseUrl: place.futures_rest }).getBalanceV3());
  });
  await step('futures account', async () => {
    must((await x.getAccountInformationV3()).totalWalletBalance === '100000.00000000', '100000');
    must(Array.isArray(await x.getPositionsV3()), 'positions');
    must((await x.getFuturesSymbolConfig({ symbol: SYMBOL }))[0].leverage === 20, 'a leverage of 20');
  });
}

async function spot(x) {
  const price = Number((await x.getSymbolPriceTicker({ symbol: SYMBOL })).price);
  const order = { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 0.01 };
  await step('spot replace and cancel', async () => {
    const made = await x.submitNewOrder({ ...order, price: Math.round(price * 0.95), newOrderRespType: 'RESULT' });
    const both = await x.replaceOrder({
      ...order, price: Math.round(price * 0.94), cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: made.orderId,
    });
    must(both.cancelResult === 'SUCCESS' && both.newOrderResult === 'SUCCESS', 'both');
    must((await x.cancelAllSymbolOrders({ symbol: SYMBOL })).length === 1, 'one left');
  });
  await step('spot account', async () => must((await x.getAccountInformation()).balances.length === 2, 'two assets'));
}

function heard(client, wanted) {
  return new Promise((resolve) => {
    client.on('message', (data) => wanted(data) && resolve(data));
  });
}

async function streams(x) {
  const base = place.futures_public.replace('/public', '');
  await step('futures user stream', async () => {
    const client = new WebsocketClient(
      { ...keys, wsUrl: `${base}/private/ws`, restOptions: { baseUrl: place.futures_rest } }, silent);
    const fill = heard(client, (data) => data.e === 'ORDER_TRADE_UPDATE' && data.o.x === 'TRADE');
    await client.subscribeUsdFuturesUserDataStream();
    await x.submitNewOrder({ symbol: SYMBOL, side: 'BUY', type: 'MARKET', quantity: 0.01 });
    must((await fill).o.X === 'FILLED', 'a fill');
    client.closeAll(true);
  });
  await step('futures market streams', async () => {
    const client = new WebsocketClient({ ...keys, wsUrl: `${base}/market/stream` }, silent);
    const mark = heard(client, (data) => (data.data ?? data).e === 'markPriceUpdate');
    await client.subscribe(['btcusdt@markPrice@1s', 'btcusdt@kline_1m'], 'usdmMarket');
    await mark;
    client.closeAll(true);
  });
  await step('futures WebSocket API', async () => {
    const api = new WebsocketAPIClient({ ...keys, wsUrl: place.futures_ws_api.replace('/ws-fapi/v1', '') }, silent);
    const timestamp = Date.now();
    const sold = await api.submitNewFuturesOrder('usdm', { symbol: SYMBOL, side: 'SELL', type: 'MARKET', quantity: 0.01, timestamp });
    must(sold.result.orderId, 'an order');
    api.getWSClient().closeAll(true);
  });
  await step('spot WebSocket API', async () => {
    const api = new WebsocketAPIClient({ ...keys, wsUrl: place.spot_ws_api.replace('/ws-api/v3', '') }, silent);
    const account = await api.getSpotAccountInformation({ timestamp: Date.now() });
    must(account.result.balances.length === 2, 'two assets');
    api.getWSClient().closeAll(true);
  });
}

try {
  const x = new USDMClient({ ...keys, baseUrl: place.futures_rest });
  await futures(x);
  await spot(new MainClient({ ...keys, baseUrl: place.spot_rest }));
  await streams(x);
} catch (error) {
  broke(error);
}
await finish();
