/** The rig itself: if these fail, no other browser test means anything. */
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { axe, openBrowser, openPage, shot } from './rig/browser.mjs';

const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'";
const page = (body) => `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>职工之家</title></head><body>${body}</body></html>`;
const PAGES = {
  '/good': page('<main><h1>职工之家</h1><p id="one">您</p><p id="two">家</p></main>'),
  '/bad': page('<main><h1>职工之家</h1><img src="/x.png"><input></main>'),
};

let browser, server, address;
before(async () => {
  server = http.createServer((request, response) => {
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(PAGES[request.url] ?? '');
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${server.address().port}`;
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  server.close();
});

test('the browser draws Chinese glyphs, each in its own shape', async () => {
  const tab = await openPage(browser);
  await tab.goto(`${address}/good`);
  await shot(tab, 'rig');
  const [one, two] = await Promise.all(['#one', '#two'].map((at) => tab.locator(at).screenshot()));
  assert.notDeepEqual(one, two, 'two different signs look alike: the Chinese font is missing');
});

test('a page under a strict policy can be checked, and a good one has no findings', async () => {
  const tab = await openPage(browser, { screen: 'desktop', dark: true });
  await tab.goto(`${address}/good`);
  await axe(tab);
});

test('a picture without words and a field without a label are found', async () => {
  const tab = await openPage(browser);
  await tab.goto(`${address}/bad`);
  await assert.rejects(axe(tab), /image-alt[\s\S]*label/);
});
